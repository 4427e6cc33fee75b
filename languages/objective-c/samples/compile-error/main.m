#import <Foundation/Foundation.h>

int main(void) {
    NSString *text = [NSString string]
    return 0;
}
