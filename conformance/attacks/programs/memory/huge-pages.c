/* Pages of other sizes, which another controller counts or none. */
#include "attack.h"
int main(void)
{
	signal(SIGXFSZ, SIG_IGN);
	for (int shift = 16; shift <= 30; shift++) {
		char *at = mmap(NULL, 1ul << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB | shift << 26, -1, 0);
		if (at != MAP_FAILED) { touch(at, 1ul << 30); breach("a gigabyte of pages of 2^%d", shift); }
		int fd = (int)syscall(SYS_memfd_create, "huge", 4u | (unsigned)shift << 26);
		if (fd >= 0 && ftruncate(fd, 1l << 30) == 0 && (at = mmap(NULL, 1ul << 30, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0)) != MAP_FAILED)
			breach("a file of a gigabyte in pages of 2^%d", shift);
	}
	char *at = mmap(NULL, 1ul << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	madvise(at, 1ul << 30, MADV_HUGEPAGE);
	printf(breaches ? "BROKEN\n" : "HELD\n");
	fflush(stdout);
	touch(at, 1ul << 30);
	return 0;
}
