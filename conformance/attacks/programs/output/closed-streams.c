/* Closes its streams, fills the numbers with other files, and stays. */
#include "attack.h"
int main(void)
{
	puts("HELD");
	fflush(stdout);
	for (int fd = 0; fd < 3; fd++) close(fd);
	for (int i = 0; i < 3; i++) if (open("/dev/null", O_RDWR) < 0) return 1;
	for (;;) pause();
}
