/* Takes a file of the host into the program, byte for byte. */
#include <stdio.h>
__asm__(".section .rodata\nsecret: .incbin \"SECRET_PATH\"\nsecret_end:\n.text");
extern const char secret[], secret_end[];
int main(void) { fwrite(secret, 1, (unsigned long)(secret_end - secret), stdout); return 0; }
