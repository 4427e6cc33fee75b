/* Kernel memory: full socket buffers. */
#include "attack.h"
#include <sys/socket.h>
int main(void)
{
	static char block[1 << 16];
	for (int i = 0; i < 400; i++) {
		int ends[2], size = 8 << 20;
		if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends)) { printf("socketpair: %s\n", strerrorname_np(errno)); break; }
		setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
		while (write(ends[0], block, sizeof block) > 0);
	}
	puts("HELD");
	return 0;
}
