/* Floods both streams at once. */
#include "attack.h"
int main(void)
{
	static char block[1 << 16];
	memset(block, 'y', sizeof block);
	fork();
	for (;;) { if (write(1, block, sizeof block) < 0 && write(2, block, sizeof block) < 0) return 1; if (write(2, block, sizeof block) < 0) continue; }
}
