/* What is read-only must not be changed through the page cache that all share: by the kernel's own cryptography (AF_ALG), by
 * splicing, by writable mappings, or by the memory files of /proc. */
#include "attack.h"
#include <sys/socket.h>
int main(void)
{
	const int kinds[] = { SOCK_SEQPACKET, SOCK_STREAM, SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET | SOCK_CLOEXEC, SOCK_SEQPACKET | SOCK_NONBLOCK };
	for (unsigned i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		filtered("AF_ALG", socket(38, kinds[i], 0));
		filtered("AF_ALG with high bits", syscall(SYS_socket, 0x1000000026L, kinds[i], 0));
	}
	int pair[2], ends[2];
	filtered("a pair of AF_ALG", socketpair(38, SOCK_SEQPACKET, 0, pair));
	int file = open("/usr/bin/env", O_RDONLY), before[16], after[16];
	if (file < 0 || pread(file, before, sizeof before, 0) != sizeof before || pipe(ends)) return 1;
	denied("open for writing", open("/usr/bin/env", O_RDWR));
	denied("a shared writable mapping", mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0) == MAP_FAILED ? -1 : 0);
	void *map = mmap(NULL, 4096, PROT_READ, MAP_SHARED, file, 0);
	denied("a mapping made writable", mprotect(map, 4096, PROT_READ | PROT_WRITE));
	ssize_t n = write(ends[1], "changed", 7);
	loff_t at = 0;
	denied("splice into it", splice(ends[0], NULL, file, &at, 7, 0));
	at = 0;
	n = splice(file, &at, ends[1], NULL, 1, 0);
	n = write(ends[1], "changed", 7);
	(void)n;
	filtered("vmsplice", syscall(SYS_vmsplice, ends[1], NULL, 0, 0));
	int memory = open("/proc/self/mem", O_RDWR);
	if (memory >= 0 && pwrite(memory, "changed", 7, (off_t)(uintptr_t)map) == 7 && memcmp(map, before, 7) == 0) printf("a private copy was written\n");
	denied("ftruncate", ftruncate(file, 1));
	denied("fallocate", fallocate(file, 0, 0, 1));
	denied("copy_file_range", copy_file_range(file, NULL, file, &at, 1, 0));
	denied("a link in /box", link("/usr/bin/env", "/box/env"));
	if (pread(file, after, sizeof after, 0) != sizeof after || memcmp(before, after, sizeof after)) breach("a file of the system has changed");
	return end_of_attack();
}
