// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

/// @title A token to try Peerhost with: 6 decimals, permit, minted freely by its minters
/// @notice In production any ERC-20 takes its place; nothing else in Peerhost knows this contract.
contract TestToken is ERC20, ERC20Permit, AccessControl {
    bytes32 public constant MINTER = keccak256("MINTER");

    constructor(address admin, address minter) ERC20("Peerhost Test Token", "PHT") ERC20Permit("Peerhost Test Token") {
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        _grantRole(MINTER, minter);
    }

    function decimals() public pure override returns (uint8) {
        return 6;
    }

    /// @param amount in base units
    function mint(address to, uint256 amount) external onlyRole(MINTER) {
        _mint(to, amount);
    }
}
