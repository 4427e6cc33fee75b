/* Kernel memory: what is sent over loopback and never read. */
#include "attack.h"
#include <arpa/inet.h>
#include <sys/socket.h>

enum { PAIRS = 60, MOST = 48 << 20 };

static struct sockaddr_in at;
static socklen_t size = sizeof at;

/* Bytes that the kernel took. */
static size_t fill(int fd)
{
	static char block[1 << 15];
	size_t sent = 0;
	for (ssize_t n; (n = send(fd, block, sizeof block, MSG_DONTWAIT | MSG_NOSIGNAL)) > 0;)
		sent += (size_t)n;
	return sent;
}

static size_t by_tcp(void)
{
	size_t sent = 0;
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(listener, (struct sockaddr *)&at, size) || listen(listener, PAIRS) || getsockname(listener, (struct sockaddr *)&at, &size))
		return 0;
	for (int i = 0; i < PAIRS; i++) {
		int one = socket(AF_INET, SOCK_STREAM, 0), other = -1;
		if (connect(one, (struct sockaddr *)&at, size) || (other = accept(listener, NULL, NULL)) < 0)
			break;
		sent += fill(one) + fill(other);
	}
	return sent;
}

int main(void)
{
	at = (struct sockaddr_in){ .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	size_t sent = by_tcp();
	if (sent > MOST)
		breach("%zu MiB are kept in the buffers of TCP, beside 64 MiB of memory", sent >> 20);
	printf("%zu KiB by TCP\n", sent >> 10);
	return end_of_attack();
}
