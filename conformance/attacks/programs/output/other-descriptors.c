/* Writes to every descriptor it was not given. */
#include "attack.h"
int main(void)
{
	for (int fd = 3; fd < 1024; fd++) {
		if (fcntl(fd, F_GETFD) >= 0) breach("descriptor %d is open", fd);
		if (write(fd, "x", 1) >= 0) breach("descriptor %d was written", fd);
	}
	return end_of_attack();
}
