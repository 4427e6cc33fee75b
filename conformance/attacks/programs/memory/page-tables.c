/* Reads one byte in every two megabytes: no page of its own, but a page table for each. */
#include "attack.h"
int main(void)
{
	size_t span = 1ul << 42;
	char *p = mmap(NULL, span, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (p == MAP_FAILED) return 1;
	madvise(p, span, MADV_NOHUGEPAGE);
	unsigned long sum = 0;
	for (size_t at = 0; at < span; at += 2 << 20) sum += (unsigned char)((volatile char *)p)[at];
	return (int)sum;
}
