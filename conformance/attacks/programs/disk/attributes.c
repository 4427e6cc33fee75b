/* Extended attributes and long link targets: space that no file shows. */
#include "attack.h"
#include <sys/xattr.h>
int main(void)
{
	static char value[60000], target[4000];
	memset(value, 'v', sizeof value);
	memset(target, 't', sizeof target - 1);
	long bytes = 0;
	for (int i = 0; i < 20000; i++) {
		char path[64];
		snprintf(path, sizeof path, "/tmp/l%d", i);
		if (symlink(target, path)) { printf("symlink stopped: %s\n", strerrorname_np(errno)); break; }
		bytes += sizeof target;
	}
	for (int i = 0; i < 5000; i++) {
		char path[64];
		snprintf(path, sizeof path, "/tmp/x%d", i);
		int fd = open(path, O_CREAT | O_WRONLY, 0600);
		if (fd < 0) { printf("open stopped: %s\n", strerrorname_np(errno)); break; }
		if (fsetxattr(fd, "user.a", value, sizeof value, 0)) { printf("xattr stopped: %s\n", strerrorname_np(errno)); close(fd); break; }
		bytes += sizeof value;
		close(fd);
	}
	printf("bytes %ld\n", bytes);
	if (bytes > 300l << 20) breach("%ld bytes beside the limits", bytes);
	return end_of_attack();
}
