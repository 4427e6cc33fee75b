#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void) {
    setlocale(LC_ALL, "");
    char line[256];
    if (fgets(line, sizeof line, stdin) == NULL) return 1;
    line[strcspn(line, "\n")] = '\0';
    puts("naïve 日本語 🎉");
    puts(line);
    printf("%zu\n", mbstowcs(NULL, line, 0));
    return 0;
}
