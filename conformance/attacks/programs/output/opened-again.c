/* Opens its own output again by every name, cuts it, seeks in it, and writes there when the first is closed. */
#include "attack.h"
int main(void)
{
	const char *names[] = { "/dev/stdout", "/proc/self/fd/1", "/dev/fd/1", "/proc/thread-self/fd/1" };
	int fds[4];
	for (int i = 0; i < 4; i++) fds[i] = open(names[i], O_WRONLY | O_TRUNC | O_APPEND | O_CLOEXEC);
	denied("a seek in the output", lseek(1, 0, SEEK_SET));
	denied("a cut of the output", ftruncate(1, 0));
	/* What others have put into the pipe is theirs to read, and nobody else's. */
	int in = open("/proc/self/fd/1", O_RDONLY | O_NONBLOCK);
	if (in >= 0) { char byte; ssize_t unused = read(in, &byte, 1); (void)unused; }
	fflush(stdout);
	dup2(fds[0] >= 0 ? fds[0] : 1, 1);
	return end_of_attack();
}
