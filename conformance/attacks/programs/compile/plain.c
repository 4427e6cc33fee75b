#include <stdio.h>
int main(void) { puts("HELD"); return 0; }
