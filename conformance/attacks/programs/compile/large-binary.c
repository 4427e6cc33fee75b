/* Asks for a binary of four gigabytes. */
char large[4ul << 30] = { 1 };
int main(void) { return large[0]; }
