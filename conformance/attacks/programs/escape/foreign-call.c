/* A system call by the gate of another architecture, where the numbers mean something else. */
int main(void)
{
	long result;
	__asm__ volatile("int $0x80" : "=a"(result) : "a"(20L) : "memory");
	return result > 0 ? 99 : 98;
}
