/* Executes itself for ever: the clock must not start again. */
#include "attack.h"
int main(int count, char **args) { (void)count; execv("/proc/self/exe", args); return 5; }
