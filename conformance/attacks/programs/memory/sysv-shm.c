/* Shared memory outlives its maker where the namespace does. */
#include "attack.h"
#include <sys/ipc.h>
#include <sys/shm.h>
int main(void)
{
	for (int i = 0;; i++) {
		int id = shmget(0x5eed0000 + i, 8 << 20, IPC_CREAT | 0666);
		if (id < 0) { printf("shmget: %s\n", strerrorname_np(errno)); break; }
		char *p = shmat(id, NULL, 0);
		if (p == (void *)-1) { printf("shmat: %s\n", strerrorname_np(errno)); break; }
		touch(p, 8 << 20);
		shmdt(p);
	}
	puts("HELD");
	return 0;
}
