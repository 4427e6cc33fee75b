/* Reserves without writing, punches holes, renames in circles, links to the limit. */
#include "attack.h"
int main(void)
{
	signal(SIGXFSZ, SIG_IGN);
	int fd = open("reserved", O_CREAT | O_RDWR, 0600);
	for (off_t size = 1 << 20; size < 1l << 45; size *= 4) {
		if (fallocate(fd, 0, 0, size) == 0 && size > 64l << 20) breach("%ld bytes were reserved", (long)size);
		fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, size);
		fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, size);
	}
	char name[64];
	for (int i = 0; i < 70000; i++) {
		snprintf(name, sizeof name, "link%d", i);
		if (link("reserved", name)) break;
	}
	mkdir("a", 0700), mkdir("b", 0700);
	for (int i = 0; i < 20000; i++) rename(i % 2 ? "a" : "b/a", i % 2 ? "b/a" : "a");
	denied("a file of no size limit", ftruncate(fd, 1l << 50));
	return end_of_attack();
}
