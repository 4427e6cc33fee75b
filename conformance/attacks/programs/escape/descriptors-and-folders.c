/* Looks for a descriptor or a folder that leads outside. */
#include "attack.h"
#include <dirent.h>
int main(void)
{
	DIR *folder = opendir("/proc/self/fd");
	for (struct dirent *entry; folder && (entry = readdir(folder));) {
		int fd = atoi(entry->d_name);
		if (entry->d_name[0] == '.' || fd == dirfd(folder)) continue;
		char path[64], target[256] = { 0 };
		snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
		ssize_t unused = readlink(path, target, sizeof target - 1);
		(void)unused;
		printf("descriptor %d -> %s\n", fd, target);
		if (fd > 2) breach("descriptor %d -> %s", fd, target);
		if (strncmp(target, "pipe:", 5) && strcmp(target, "/dev/null") && strncmp(target, "socket:", 7)) breach("descriptor %d is %s", fd, target);
		if (openat(fd, "..", O_RDONLY | O_DIRECTORY) >= 0) breach("descriptor %d is a folder", fd);
	}
	char where[4096];
	if (getcwd(where, sizeof where) == NULL || where[0] != '/') breach("the working folder is unreachable");
	else printf("working folder %s\n", where);
	struct stat root, up;
	stat("/", &root);
	for (int i = 0; i < 64; i++) if (chdir("..")) break;
	stat(".", &up);
	if (up.st_ino != root.st_ino || up.st_dev != root.st_dev) breach("the way up does not end at the root");
	if (stat("/..", &up) == 0 && (up.st_ino != root.st_ino || up.st_dev != root.st_dev)) breach("/.. leaves the root");
	return end_of_attack();
}
