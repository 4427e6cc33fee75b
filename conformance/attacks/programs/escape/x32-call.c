/* A system call with the bit of the x32 architecture. */
#include "attack.h"
int main(void) { long result = syscall(0x40000000 + 39); return result > 0 ? 99 : 98; }
