#import <Foundation/Foundation.h>

int main(void) {
    @autoreleasepool {
        puts([@"Hello, World!" UTF8String]);
    }
    return 0;
}
