/* The executable of what starts the program must be reachable by no path, neither to read nor to write, also while a script
 * whose interpreter is /proc/self/exe is being executed. */
#include "attack.h"
#include <dirent.h>
int main(int count, char **args)
{
	char path[300], target[4096];
	DIR *folder = opendir("/proc");
	for (struct dirent *e; folder && (e = readdir(folder));) {
		if (atoi(e->d_name) <= 0) continue;
		snprintf(path, sizeof path, "/proc/%s/exe", e->d_name);
		ssize_t n = readlink(path, target, sizeof target - 1);
		if (n > 0) {
			target[n] = 0;
			if (strstr(target, "gozolite")) breach("%s is %s", path, target);
		}
		int fd = open(path, O_PATH);
		if (fd >= 0 && atoi(e->d_name) == 1) breach("%s can be held", path);
		snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
		if (fd >= 0 && open(path, O_WRONLY | O_TRUNC) >= 0) breach("an executable that runs was opened for writing");
	}
	denied("the supervisor by its name", open("/proc/1/root/proc/self/exe", O_RDONLY));
	(void)args;
	if (count > 1) return end_of_attack();
	int fd = open("/tmp/script", O_CREAT | O_WRONLY, 0755);
	dprintf(fd, "#!/proc/self/exe\n");
	close(fd);
	fflush(stdout);
	execl("/tmp/script", "script", "again", (char *)NULL);
	return 1;
}
