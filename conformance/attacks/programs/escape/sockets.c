/* Every family of sockets but the four that programs need. No address is used and nothing is sent. */
#include "attack.h"
#include <sys/socket.h>
int main(void)
{
	for (int family = 0; family < 50; family++) {
		if (family == AF_UNIX || family == AF_INET || family == AF_INET6 || family == AF_NETLINK) continue;
		const int types[] = { SOCK_STREAM, SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET };
		for (int i = 0; i < 4; i++) {
			int fd = socket(family, types[i], 0);
			if (fd >= 0) breach("socket family %d type %d", family, types[i]);
		}
	}
	printf("denied families: all others\n");
	denied("AF_ALG", socket(AF_ALG, SOCK_SEQPACKET, 0));
	denied("AF_VSOCK", socket(AF_VSOCK, SOCK_STREAM, 0));
	denied("AF_PACKET", socket(AF_PACKET, SOCK_RAW, 0));
	denied("AF_XDP", socket(44, SOCK_RAW, 0));
	denied("raw IPv4", socket(AF_INET, SOCK_RAW, 1));
	denied("raw IPv6", socket(AF_INET6, SOCK_RAW, 58));
	for (int protocol = 1; protocol < 24; protocol++) if (socket(AF_NETLINK, SOCK_RAW, protocol) >= 0) breach("netlink protocol %d", protocol);
	int pair[2];
	denied("AF_VSOCK pair", socketpair(AF_VSOCK, SOCK_STREAM, 0, pair));
	return end_of_attack();
}
