#import <Foundation/Foundation.h>

int main(void) {
    @autoreleasepool {
        NSArray *arguments = [[NSProcessInfo processInfo] arguments];
        for (NSUInteger position = 1; position < [arguments count]; position++) {
            printf("%lu: [%s]\n", position, [[arguments objectAtIndex: position] UTF8String]);
        }
    }
    return 0;
}
