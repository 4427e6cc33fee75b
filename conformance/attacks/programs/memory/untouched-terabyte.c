/* Address space is not memory: runtimes reserve terabytes and use none. */
#include "attack.h"
int main(void)
{
	void *p = mmap(NULL, 1ul << 40, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (p == MAP_FAILED) { perror("mmap"); return 1; }
	puts("HELD");
	return 0;
}
