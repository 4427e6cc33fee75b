#import "Greeter.h"

int main(void) {
    @autoreleasepool {
        Greeter *greeter = [[Greeter new] autorelease];
        puts([[greeter greet: @"Ada"] UTF8String]);
    }
    return 0;
}
