/* The baseline of benchmarks: a program run without a sandbox. */
#ifndef GOZOLITE_BARE_H
#define GOZOLITE_BARE_H

int bare_main(unsigned count, char **argv);
#endif
