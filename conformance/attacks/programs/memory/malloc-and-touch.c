/* Takes memory and uses it. */
#include "attack.h"
int main(void) { for (;;) { char *p = malloc(1 << 20); if (p == NULL) return 1; touch(p, 1 << 20); } }
