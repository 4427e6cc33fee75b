/* Passes descriptors of folders and namespaces around and tries to leave by them. */
#include "attack.h"
#include <linux/openat2.h>
#include <sys/socket.h>
int main(void)
{
	int pair[2];
	if (socketpair(AF_UNIX, SOCK_DGRAM, 0, pair)) return 1;
	const char *folders[] = { "/", "/proc", "/proc/self/root", "/proc/self/cwd", "/dev", "/proc/self/ns", "/tmp", "/box" };
	for (unsigned i = 0; i < sizeof folders / sizeof *folders; i++) {
		char control[CMSG_SPACE(sizeof(int))] = { 0 }, byte = 'x';
		struct iovec data = { &byte, 1 };
		struct msghdr message = { .msg_iov = &data, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control };
		struct cmsghdr *head = CMSG_FIRSTHDR(&message);
		int fd = open(folders[i], O_PATH | O_DIRECTORY);
		if (fd < 0) continue;
		head->cmsg_level = SOL_SOCKET, head->cmsg_type = SCM_RIGHTS, head->cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(head), &fd, sizeof fd);
		if (sendmsg(pair[0], &message, 0) != 1 || recvmsg(pair[1], &message, 0) != 1) continue;
		memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof fd);
		struct open_how plain = { .flags = O_RDONLY };
		const char *ways[] = { "../../../../etc/shadow", "../../../../root", "../../../../home/..", "../../../../var/lib", "../../../../sys/kernel" };
		for (unsigned w = 0; w < sizeof ways / sizeof *ways; w++) {
			int way = (int)syscall(SYS_openat2, fd, ways[w], &plain, sizeof plain);
			struct stat here, root;
			if (way >= 0 && w != 2) { if (fstat(way, &here) == 0 && stat("/", &root) == 0 && here.st_dev != root.st_dev) breach("%s from %s", ways[w], folders[i]); close(way); }
		}
		denied("a name of the parent of the root", fchownat(fd, "..", 0, 0, 0));
	}
	for (int i = 0; i < 7; i++) {
		static const char *const kinds[] = { "user", "mnt", "pid", "net", "ipc", "uts", "time" };
		char path[64];
		snprintf(path, sizeof path, "/proc/self/ns/%s", kinds[i]);
		int fd = open(path, O_RDONLY);
		/* The owner, the parent and the user of a namespace would be ways up. */
		denied("parent of a namespace", fd < 0 ? -1 : syscall(SYS_ioctl, fd, 0xb702));
		if (strcmp(kinds[i], "user")) continue;
		denied("user namespace above", fd < 0 ? -1 : syscall(SYS_ioctl, fd, 0xb701));
	}
	return end_of_attack();
}
