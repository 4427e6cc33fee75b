/* Is sent much and reads nothing. */
#include "attack.h"
int main(void) { puts("HELD"); fflush(stdout); for (;;) pause(); }
