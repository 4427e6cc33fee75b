#import <Foundation/Foundation.h>

int main(void) {
    @autoreleasepool {
        setvbuf(stdout, NULL, _IOLBF, 0);
        puts("before");
        NSLog(@"%@", [@[@1, @2] objectAtIndex: 2]);
    }
    return 0;
}
