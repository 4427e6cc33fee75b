#include "greetings.h"

int main(void) {
    greet("Ada");
    return 0;
}
