/* Waits for nothing: wall time only. */
#include "attack.h"
int main(void) { for (;;) pause(); }
