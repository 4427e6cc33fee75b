#import <Foundation/Foundation.h>

@interface Square : NSOperation {
    int _number;
    int _result;
}
@property (nonatomic, readonly) int result;
- (id)initWithNumber:(int)number;
@end

@implementation Square
@synthesize result = _result;

- (id)initWithNumber:(int)number {
    if ((self = [super init])) {
        _number = number;
    }
    return self;
}

- (void)main {
    _result = _number * _number;
}
@end

int main(void) {
    @autoreleasepool {
        NSOperationQueue *queue = [[NSOperationQueue new] autorelease];
        NSMutableArray *operations = [NSMutableArray array];
        for (int number = 1; number <= 4; number++) {
            [operations addObject: [[[Square alloc] initWithNumber: number] autorelease]];
        }
        [queue addOperations: operations waitUntilFinished: YES];
        puts([[[operations valueForKeyPath: @"result.stringValue"] componentsJoinedByString: @" "] UTF8String]);
    }
    return 0;
}
