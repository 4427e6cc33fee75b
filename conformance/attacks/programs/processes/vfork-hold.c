/* A vfork child that neither executes nor ends: its parent waits in an uninterruptible state. */
#include "attack.h"
int main(void) { if (vfork() == 0) for (;;) pause(); return 0; }
