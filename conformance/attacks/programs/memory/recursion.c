/* Recurses until the stack ends. */
#include "attack.h"
static volatile int depth;
static int deeper(int n) { volatile char frame[512]; frame[n % 512] = (char)n; depth++; return deeper(n + 1) + frame[n % 512]; }
int main(void) { return deeper(1); }
