// A post office: letters find their way by what a receiver can do, not by its class.
#import <Foundation/Foundation.h>

@protocol Receiver <NSObject>
- (NSString *)name;
@optional
- (NSString *)acceptParcelOfWeight:(double)kilograms;
- (NSString *)acceptLetter:(NSString *)text;
@end

@interface Household : NSObject <Receiver> {
    NSString *_name;
    NSMutableArray *_letters;
}
@property (nonatomic, copy, readonly) NSString *name;
- (id)initWithName:(NSString *)name;
- (NSUInteger)unread;
@end

@implementation Household
@synthesize name = _name;

- (id)initWithName:(NSString *)name {
    if ((self = [super init])) {
        _name = [name copy];
        _letters = [NSMutableArray new];
    }
    return self;
}

- (void)dealloc {
    [_name release];
    [_letters release];
    [super dealloc];
}

- (NSString *)acceptLetter:(NSString *)text {
    if ([text length] == 0) {
        [NSException raise: @"EmptyLetter" format: @"%@ got an envelope without a letter", _name];
    }
    [_letters addObject: text];
    return [NSString stringWithFormat: @"\"%@\"", text];
}

- (NSUInteger)unread {
    return [_letters count];
}
@end

@interface Depot : NSObject <Receiver>
@end

@implementation Depot
- (NSString *)name {
    return @"depot";
}

- (NSString *)acceptParcelOfWeight:(double)kilograms {
    return [NSString stringWithFormat: @"%.1f kg on the scales", kilograms];
}
@end

@interface Household (Neighbourly)
- (NSString *)acceptParcelOfWeight:(double)kilograms;
@end

// A category adds what the class did not know: light parcels are taken in, too.
@implementation Household (Neighbourly)
- (NSString *)acceptParcelOfWeight:(double)kilograms {
    return kilograms < 5 ? [NSString stringWithFormat: @"%.1f kg at the door", kilograms] : nil;
}
@end

static NSString *deliver(NSDictionary *item, id<Receiver> receiver) {
    NSNumber *weight = [item objectForKey: @"weight"];
    if (weight != nil && [receiver respondsToSelector: @selector(acceptParcelOfWeight:)]) {
        return [receiver acceptParcelOfWeight: [weight doubleValue]] ?: @"too heavy";
    }
    NSString *text = [item objectForKey: @"text"];
    if (text != nil && [receiver respondsToSelector: @selector(acceptLetter:)]) {
        return [receiver acceptLetter: text];
    }
    return @"returned";
}

int main(void) {
    @autoreleasepool {
        Household *ada = [[[Household alloc] initWithName: @"Ada"] autorelease];
        NSArray *receivers = @[ada, [[Depot new] autorelease]];
        NSArray *items = @[@{@"text": @"Come to tea"}, @{@"weight": @2.5}, @{@"weight": @31}, @{@"text": @""}];

        for (NSDictionary *item in items) {
            for (id<Receiver> receiver in receivers) {
                @try {
                    printf("%s: %s\n", [[receiver name] UTF8String], [deliver(item, receiver) UTF8String]);
                } @catch (NSException *problem) {
                    printf("%s: %s\n", [[problem name] UTF8String], [[problem reason] UTF8String]);
                }
            }
        }
        printf("%lu unread\n", [ada unread]);
    }
    return 0;
}
