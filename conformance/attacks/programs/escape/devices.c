/* Devices: making them, and what /dev holds. */
#include "attack.h"
#include <dirent.h>
#include <sys/ioctl.h>
#include <sys/sysmacros.h>
#include <termios.h>
int main(void)
{
	denied("mknod block", mknod("/tmp/block", S_IFBLK | 0600, makedev(254, 0)));
	denied("mknod mem", mknod("/tmp/mem", S_IFCHR | 0600, makedev(1, 1)));
	denied("mknod null", mknod("/tmp/null", S_IFCHR | 0600, makedev(1, 3)));
	static const char *known = " null zero full random urandom fd shm stdin stdout stderr ";
	DIR *folder = opendir("/dev");
	for (struct dirent *entry; folder && (entry = readdir(folder));) {
		if (entry->d_name[0] == '.') continue;
		char word[300];
		snprintf(word, sizeof word, " %s ", entry->d_name);
		printf("device %s\n", entry->d_name);
		if (strstr(known, word) == NULL) breach("/dev/%s", entry->d_name);
	}
	denied("/dev/tty", open("/dev/tty", O_RDWR));
	denied("/dev/ptmx", open("/dev/ptmx", O_RDWR | O_NOCTTY));
	const char *dangerous[] = { "/dev/mem", "/dev/kmem", "/dev/kmsg", "/dev/fuse", "/dev/kvm", "/dev/net/tun", "/dev/vda", "/dev/sda", "/dev/loop-control", "/dev/userfaultfd", "/dev/vhost-vsock", "/dev/autofs" };
	for (unsigned i = 0; i < sizeof dangerous / sizeof *dangerous; i++) denied(dangerous[i], open(dangerous[i], O_RDONLY | O_NONBLOCK));
	char letter = 'x';
	for (int fd = 0; fd < 3; fd++) {
		denied("TIOCSTI", ioctl(fd, TIOCSTI, &letter));
		denied("TIOCLINUX", ioctl(fd, TIOCLINUX, &letter));
		int discipline = 0;
		denied("TIOCSETD", ioctl(fd, TIOCSETD, &discipline));
		denied("TIOCSCTTY", ioctl(fd, TIOCSCTTY, 1));
	}
	denied("vhangup", syscall(SYS_vhangup));
	return end_of_attack();
}
