/* Ways by which boxes on one kernel have met: keyrings, vsock, io_uring's workers, and a folder of shared memory. */
#include "attack.h"
#include <sys/socket.h>
int main(void)
{
	for (long ring = -8; ring < 0; ring++) {
		filtered("add_key", syscall(SYS_add_key, "user", "meeting", "word", 4, ring));
		filtered("request_key", syscall(SYS_request_key, "user", "meeting", NULL, ring));
		for (long operation = 0; operation < 33; operation++) filtered("keyctl", syscall(SYS_keyctl, operation, ring, 0, 0, 0));
	}
	const int kinds[] = { SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET };
	for (int i = 0; i < 3; i++) filtered("vsock", socket(AF_VSOCK, kinds[i], 0));
	char parameters[120] = { 0 };
	for (unsigned entries = 1; entries < 64; entries *= 2) filtered("io_uring_setup", syscall(425, entries, parameters));
	denied("a memory folder of others", open("/dev/shm/..", O_WRONLY));
	struct stat st;
	if (stat("/dev/shm", &st) || (st.st_mode & 01777) != 01777) breach("/dev/shm has mode %o", st.st_mode);
	denied("/dev/vsock", open("/dev/vsock", O_RDWR));
	denied("/dev/vhost-vsock", open("/dev/vhost-vsock", O_RDWR));
	return end_of_attack();
}
