/* Tests of parts that need no sandbox. */
#ifndef GOZOLITE_UNITS_H
#define GOZOLITE_UNITS_H
void test_filter(void);
#endif
