/* A stopped task takes no signal but SIGKILL, and burns nothing. */
#include "attack.h"
int main(void) { for (;;) raise(SIGSTOP); }
