/* Precompiled when the toolchain is installed, and read before every program. */
#import <Foundation/Foundation.h>
