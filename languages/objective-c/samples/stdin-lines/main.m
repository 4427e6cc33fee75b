#import <Foundation/Foundation.h>

int main(void) {
    @autoreleasepool {
        NSData *data = [[NSFileHandle fileHandleWithStandardInput] readDataToEndOfFile];
        NSString *text = [[[NSString alloc] initWithData: data encoding: NSUTF8StringEncoding] autorelease];
        NSMutableArray *numbers = [NSMutableArray array];
        for (NSString *line in [text componentsSeparatedByString: @"\n"]) {
            if ([line length] > 0) {
                [numbers addObject: @([line intValue])];
            }
        }
        printf("%lu numbers, sum %d\n", [numbers count], [[numbers valueForKeyPath: @"@sum.intValue"] intValue]);
    }
    return 0;
}
