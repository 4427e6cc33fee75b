/* Burns in the kernel instead of in user space. */
#include "attack.h"
#include <sys/random.h>
int main(void)
{
	size_t size = 32 << 20;
	char *buffer = malloc(size);
	for (;;) getrandom(buffer, size, 0);
}
