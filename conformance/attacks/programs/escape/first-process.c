/* Reaches for the sandbox's first process through /proc. */
#include "attack.h"
int main(void)
{
	const char *read_only[] = { "/proc/1/mem", "/proc/1/environ", "/proc/1/maps", "/proc/1/auxv", "/proc/1/pagemap", "/proc/1/stack",
		"/proc/1/syscall", "/proc/1/io", "/proc/1/root/etc/hostname", "/proc/1/cwd/.", "/proc/1/map_files", "/proc/1/personality" };
	for (unsigned i = 0; i < sizeof read_only / sizeof *read_only; i++) unreadable(read_only[i]);
	denied("/proc/1/mem for writing", open("/proc/1/mem", O_RDWR));
	denied("/proc/1/exe", open("/proc/1/exe", O_RDONLY));
	denied("/proc/1/exe for writing", open("/proc/1/exe", O_WRONLY));
	denied("/proc/1/fd", open("/proc/1/fd", O_RDONLY | O_DIRECTORY));
	denied("/proc/1/fd/0", open("/proc/1/fd/0", O_RDWR));
	denied("/proc/1/root", open("/proc/1/root", O_PATH | O_DIRECTORY));
	denied("/proc/1/ns/mnt", open("/proc/1/ns/mnt", O_RDONLY));
	char target[256];
	denied("link of /proc/1/exe", readlink("/proc/1/exe", target, sizeof target));
	denied("link of /proc/1/ns/net", readlink("/proc/1/ns/net", target, sizeof target));
	struct stat owner;
	if (stat("/proc/1", &owner) == 0 && owner.st_uid == getuid()) breach("process 1 has my uid");
	return end_of_attack();
}
