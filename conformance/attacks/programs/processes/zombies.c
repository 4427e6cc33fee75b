/* Five thousand children that nobody waits for. */
#include "attack.h"
int main(void)
{
	int made = 0, refused = 0;
	for (int i = 0; i < 5000; i++) {
		pid_t child = fork();
		if (child == 0) _exit(0);
		if (child < 0) refused++; else made++;
	}
	printf("zombies %d refused %d\n", made, refused);
	return 0;
}
