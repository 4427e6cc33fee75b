/* A folder of the host that was left open, or is the working folder, would be a way out: by chdir to any descriptor's link, by
 * openat, and by what comes of getcwd. */
#include "attack.h"
int main(void)
{
	char path[64], where[4096];
	for (int fd = 0; fd < 1024; fd++) {
		snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
		if (chdir(path) == 0) breach("descriptor %d is a folder", fd);
		if (fd > 2 && fcntl(fd, F_GETFD) >= 0) breach("descriptor %d is open", fd);
		snprintf(path, sizeof path, "/proc/self/fd/%d/../../../../../../etc/shadow", fd);
		if (open(path, O_RDONLY) >= 0) breach("a way through descriptor %d", fd);
		if (fchdir(fd) == 0) breach("descriptor %d can be entered", fd);
	}
	if (!getcwd(where, sizeof where) || strcmp(where, "/box")) breach("the working folder is %s", where);
	const char *ways[] = { "/proc/self/cwd/../../../../../../../etc/shadow", "/proc/self/root/../../../etc/shadow", "/proc/self/task/self/root/../etc/shadow" };
	for (int i = 0; i < 3; i++) unreadable(ways[i]);
	const char *others[] = { "/proc/1/cwd", "/proc/1/root", "/proc/1/fd/0", "/proc/1/fd/3", "/proc/1/task/1/cwd", "/proc/1/map_files/." };
	for (int i = 0; i < 6; i++) denied(others[i], open(others[i], O_PATH));
	return end_of_attack();
}
