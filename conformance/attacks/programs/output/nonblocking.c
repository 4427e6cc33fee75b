/* Changes the pipe it was given: its size, its flags, and who is told when it is ready. */
#include "attack.h"
int main(void)
{
	fcntl(1, F_SETPIPE_SZ, 4096);
	fcntl(1, F_SETFL, O_NONBLOCK | O_ASYNC | O_APPEND);
	fcntl(1, F_SETOWN, 1);
	fcntl(0, F_SETFL, O_NONBLOCK | O_ASYNC);
	static char block[100000];
	memset(block, 'n', sizeof block);
	size_t sent = 0;
	while (sent < sizeof block) {
		ssize_t count = write(1, block + sent, sizeof block - sent);
		if (count > 0) sent += (size_t)count; else usleep(500);
	}
	return 0;
}
