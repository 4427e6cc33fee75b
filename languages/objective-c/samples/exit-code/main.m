#import <Foundation/Foundation.h>

int main(void) {
    puts("before");
    return 3;
}
