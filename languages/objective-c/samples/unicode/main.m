#import <Foundation/Foundation.h>

int main(void) {
    @autoreleasepool {
        char *given = NULL;
        size_t size = 0;
        ssize_t length = getline(&given, &size, stdin);
        NSString *line = [[[NSString alloc] initWithBytes: given length: length - 1 encoding: NSUTF8StringEncoding] autorelease];
        puts([@"naïve 日本語 🎉" UTF8String]);
        puts([line UTF8String]);
        printf("%lu\n", [line lengthOfBytesUsingEncoding: NSUTF32LittleEndianStringEncoding] / 4);
        free(given);
    }
    return 0;
}
